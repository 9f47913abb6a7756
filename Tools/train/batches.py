"""Batches of conversations (with soft tokens) and of plain text, by token budget."""
import random

import numpy as np
import torch
import torch.nn.functional as F

from prompt import BOS, EOS, PROMPTS, prefix_ids, training_ids


class Conversations:
    """Draws photos, asks the corpus for a conversation about each, and gives out batches of similar length."""

    def __init__(self, corpus, labels, features, tokenizer, phrases, settings, step, seed):
        self.corpus, self.labels, self.features, self.tokenizer = corpus, labels, features, tokenizer
        self.settings, self.step, self.random = settings, step, random.Random(seed)
        self.sampling = labels.sampling_weights(settings["balance"])
        self.phrases = phrases
        self.lengths = {phrase: len(tokenizer.encode(phrase)) for phrase in phrases.values()}
        self.queue = []

    def example(self, index):
        """Ids after the image and the loss weight of each id for photo `index`."""
        row = self.labels.rows[index]
        step = self.step
        if step == 2:
            draw = self.random.random()
            concepts = self.settings.get("concepts_only", 0.0)
            step = 4 if draw < concepts else 3 if draw < concepts + self.settings["questions_only"] else 2
        pairs = self.corpus.conversation(row, self.random, step)
        if step == 2 and self.random.random() < self.settings["first_only"]:
            pairs = pairs[:1]
        elif step == 2 and self.random.random() < self.settings.get("more_turns", 0.0):
            pairs = pairs + self.corpus.conversation(row, self.random, 3)[:2]
        patient = 0 if step == 3 else len(PROMPTS)  # the first turn that a patient, not the program, asked
        ids, turn = training_ids(self.tokenizer, pairs)
        ids, turn = ids[:self.settings["longest"]], turn[:self.settings["longest"]]
        early = self.settings.get("early_weight", 1.0)
        weight = [0.0 if owner < 0 else early if owner < patient else 1.0 for owner in turn]
        phrase = self.phrases[row["class_slug"]]
        if pairs[0][1].startswith(phrase):  # the class name in the first sentence
            start = turn.index(0)
            for place in range(start, start + self.lengths[phrase]):
                weight[place] = self.settings["class_weight"]
        return index, ids, weight

    def refill(self):
        """A pool of examples, sorted by length and cut at the token budget, in random order."""
        pool = self.settings["pool"]
        chosen = torch.multinomial(self.sampling, pool, replacement=False)
        examples = sorted((self.example(int(i)) for i in self.labels.train[chosen]), key=lambda e: len(e[1]))
        part, extra = [], 40
        for example in examples:
            if part and (len(part) + 1) * (len(example[1]) + extra) > self.settings["tokens"]:
                self.queue.append(part)
                part = []
            part.append(example)
        self.queue.append(part)
        self.random.shuffle(self.queue)

    def soft(self, indices):
        """Query outputs: two cached views of a photo mixed, with noise."""
        views = self.features
        if views is None:  # the caller looks at the photos itself
            return None
        first = torch.from_numpy(np.stack([views[self.random.randrange(len(views))][i] for i in indices])).float()
        other = torch.from_numpy(np.stack([views[self.random.randrange(len(views))][i] for i in indices])).float()
        share = torch.rand(len(indices), 1, 1)
        mixed = first * share + other * (1 - share)
        return mixed + self.settings["noise"] * torch.randn_like(mixed)

    def __next__(self):
        """photo indices, soft inputs [batch, 32, 256], ids [batch, rows], weights [batch, rows]"""
        if not self.queue:
            self.refill()
        part = self.queue.pop()
        rows = max(len(ids) for _, ids, _ in part)
        ids = torch.full((len(part), rows), EOS)
        weight = torch.zeros(len(part), rows)
        for place, (_, line, shares) in enumerate(part):
            ids[place, :len(line)] = torch.tensor(line)
            weight[place, :len(line)] = torch.tensor(shares)
        return torch.tensor([index for index, _, _ in part]), self.soft([index for index, _, _ in part]), ids, weight


class Texts:
    """Packed rows of plain sentences and of conversations without an image."""

    def __init__(self, corpus, labels, tokenizer, settings, seed):
        self.corpus, self.labels, self.tokenizer, self.settings = corpus, labels, tokenizer, settings
        self.random = random.Random(seed)
        self.sentences = list(corpus.texts())
        self.rows = [row for row in labels.rows if row["split"] == "train"]
        self.prefix = prefix_ids(tokenizer)
        self.buffer, self.order = [], []

    def document(self):
        """The ids of one document."""
        if self.random.random() < self.settings["conversations"]:
            pairs = self.corpus.conversation(self.random.choice(self.rows), self.random, self.random.choice((1, 2, 2, 3)))
            return self.prefix + training_ids(self.tokenizer, pairs)[0]
        if not self.order:
            self.order = self.random.sample(range(len(self.sentences)), len(self.sentences))
        return [BOS] + self.tokenizer.encode(self.sentences[self.order.pop()]) + [EOS]

    def __next__(self):
        """Ids [batch, length + 1]."""
        batch, length = self.settings["batch"], self.settings["length"]
        while len(self.buffer) < batch * (length + 1):
            self.buffer += self.document()
        ids = torch.tensor(self.buffer[: batch * (length + 1)]).view(batch, length + 1)
        self.buffer = self.buffer[batch * (length + 1):]
        return ids


def conversation_loss(decoder, projection, prefix, queries, ids, weight):
    """Weighted cross-entropy of the answers; logits are computed only where there is loss."""
    before = decoder.embed(prefix).expand(len(ids), -1, -1)
    soft = projection(queries)
    x = torch.cat([before, soft, decoder.embed(ids[:, :-1])], 1)
    hidden = decoder.hidden(x)[:, before.shape[1] + soft.shape[1] - 1:]
    mask = weight > 0
    logits = decoder.lm_head(hidden[mask]).float()
    each = F.cross_entropy(logits, ids[mask], reduction="none")
    share = weight[mask]
    classes = share > 1
    first = each[classes].sum() / max(1, len(ids)) if classes.any() else each.sum() * 0
    return (each * share).sum() / share.sum(), first, each.mean()
