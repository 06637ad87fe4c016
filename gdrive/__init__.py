"""The drive: folders, files with every version they had, and who may see them.

It owns names, places, bytes and rights. It never knows what is inside a file.
"""
