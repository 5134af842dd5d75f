"""Who can talk to whom: social graphs, where they come from, and who is who on them."""

from simulation.network.graph import LAYERS, Layer, SocialGraph
from simulation.network.roles import Role, assign_roles
from simulation.network.ties import Ties

__all__ = ["LAYERS", "Layer", "Role", "SocialGraph", "Ties", "assign_roles"]
