"""The only root process: desktops and their network, behind a narrow typed socket."""
