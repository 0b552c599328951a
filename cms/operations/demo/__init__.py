"""What a new instance shows before it has documents of its own: texts written for this project."""
