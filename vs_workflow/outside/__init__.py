"""What reads a file from outside, starts a process or opens a socket; all of it is treated as a suspect."""
