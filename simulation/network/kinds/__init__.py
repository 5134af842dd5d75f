"""Where a market's social graph comes from: one file for each kind of network.

A new kind is a class derived from `NetworkKind` (or `GeneratedNetwork`) with a ``kind`` of its own,
in a file of this folder or in a notebook's cell.
"""

from simulation.network.kinds.base import GeneratedNetwork, NetworkKind

__all__ = ["GeneratedNetwork", "NetworkKind"]
