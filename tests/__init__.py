import gc

# Modules, tests and routes stay until the end; to look among them for garbage, over and over, took a tenth of the time.
# Here, since it is the first that is imported.
gc.set_threshold(50_000, 20, 20)
