"""The checks that prove rules sound, by what they look at: names, the road, offices, what is asked, guards, days."""
