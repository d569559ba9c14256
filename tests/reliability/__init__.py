"""The promises on durability, concurrency and hostile input: one file per promise, named after its number."""
