"""Product defect: a share of the owners finds the product faulty on one day."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulation.events.trouble import Trouble
from simulation.fields import Share, fact
from simulation.market.view import View


class ProductDefect(Trouble):
    """A fault shows at once for a share of the owners (by lot) and gets into the news."""

    title: ClassVar = {"en": "Product defect", "zh": "产品缺陷"}

    kind: Literal["product_defect"] = "product_defect"
    share_of_owners: Share = fact(0.3, "Share of owners whose unit fails", "share")

    def hit(self, view: View) -> NDArray[np.int32]:
        """Owners by lot."""
        return view.by_share(view.market.units > 0, self.share_of_owners)
