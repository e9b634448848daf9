"""Dropout whose chance is drawn once for many layers: on a processor, drawing it takes longer than what it drops."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

SHARE = 0.1
"""Share of the values that are dropped, as the model was made with."""
DRAWN = 1 << 23
"""Values that are drawn at a time."""
USES = 500
"""Layers that take a stretch of them, each from elsewhere, before others are drawn."""


class Drawn:
    """What is kept and what is dropped: stretches of one long row of values drawn by chance."""

    def __init__(self) -> None:
        """Nothing is drawn before the first use."""
        self._kept: torch.Tensor | None = None
        self._uses = 0

    def like(self, values: "torch.Tensor") -> "torch.Tensor":
        """Return factors for values, of their shape: 0 for those that are dropped."""
        import torch

        if self._kept is None or self._uses >= USES or values.numel() > len(self._kept):
            drawn = max(DRAWN, 2 * values.numel())
            self._kept = (torch.rand(drawn) >= SHARE).to(torch.bfloat16) / (1 - SHARE)
            self._uses = 0
        self._uses += 1
        at = int(torch.randint(len(self._kept) - values.numel() + 1, ()))
        return self._kept[at : at + values.numel()].view(values.shape)


def share_dropout(model: "torch.nn.Module") -> None:
    """Let all layers of a model that drop values draw them together."""
    import torch

    class Dropout(torch.nn.Module):
        def forward(self, values: "torch.Tensor") -> "torch.Tensor":
            return values * drawn.like(values) if self.training else values

    drawn = Drawn()
    for part in list(model.modules()):
        for name, child in part.named_children():
            if isinstance(child, torch.nn.Dropout) and child.p > 0:
                setattr(part, name, Dropout())
