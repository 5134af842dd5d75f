"""What must come out: closed forms, enumerations and recursions of the published models.

Nothing here simulates and nothing is drawn. ``womsim validate`` compares the models with these,
and so may anybody who changes one.
"""
