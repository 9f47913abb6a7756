"""Teaches the decoder the whole order of the classes: its closed list is drawn towards what the tower's heads say.

The heads read the same query outputs as the decoder, so they can label anything made of them: also mixtures of two
photos, which no person could. On such mixtures the decoder learns more than the right class of photos it knows by heart.
(Hinton et al. 2015, arXiv:1503.02531, with the inputs of Zhang et al. 2018, arXiv:1710.09412.)
"""
import numpy as np
import torch
import torch.nn.functional as F

from closed_list import phrase_sums
from features import load_eyes


class Teacher:
    """The mean of what the tower's heads say: class from the queries, class from the first row, and fine label summed."""

    def __init__(self, checkpoint, labels):
        eyes = load_eyes(checkpoint, labels)
        self.head_class, self.head_fine, self.head_row = eyes.head_class, eyes.head_fine, eyes.head_row
        self.fine_to_class = torch.zeros(len(labels.fines), len(labels.classes))
        classes = {row["fine_label"]: row["class_slug"] for row in labels.rows}
        for place, fine in enumerate(labels.fines):
            self.fine_to_class[place, labels.classes.index(classes[fine])] = 1.0

    @torch.no_grad()
    def __call__(self, queries, rows):
        """Class probabilities [batch, classes] for query outputs [batch, 32, 256] and first vision rows [batch, 192]."""
        mean = queries.mean(1)
        return (self.head_class(mean).softmax(-1) + self.head_row(rows).softmax(-1)
                + self.head_fine(mean).softmax(-1) @ self.fine_to_class) / 3


class Ranking:
    """Draws mixtures of photos and compares the decoder's closed list on them with the teacher."""

    def __init__(self, labels, views, rows, teacher, tokenizer, phrases, settings, seed):
        self.labels, self.views, self.rows, self.teacher = labels, views, rows, teacher
        self.tokenizer, self.phrases, self.settings = tokenizer, phrases, settings
        self.sampling = labels.sampling_weights(settings["balance"])
        self.random = np.random.default_rng(seed)

    def draw(self):
        """Query outputs and first rows of some photos, each in one of its views."""
        index = self.labels.train[torch.multinomial(self.sampling, self.settings["photos"], replacement=True)].tolist()
        view = self.random.integers(len(self.views), size=len(index))
        return (torch.from_numpy(np.stack([table[v][i] for v, i in zip(view, index)])).float()
                for table in (self.views, self.rows))

    def loss(self, mini):
        """Divergence of the decoder's closed list from the teacher's probabilities, nats, mean over the mixtures."""
        queries, rows = self.draw()
        other_queries, other_rows = self.draw()
        share = torch.rand(len(queries)) * 0.5 + 0.5
        share = torch.where(torch.rand(len(queries)) < self.settings["alone"], torch.ones(()), share)
        queries = torch.lerp(other_queries, queries, share[:, None, None])
        rows = torch.lerp(other_rows, rows, share[:, None])
        target = self.teacher(queries, rows)
        noisy = queries + self.settings["noise"] * torch.randn_like(queries)
        sums = phrase_sums(mini, self.tokenizer, self.phrases, noisy).float()
        return F.kl_div(sums.log_softmax(-1), target, reduction="batchmean")
