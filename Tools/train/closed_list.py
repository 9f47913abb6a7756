"""The closed list: how likely the decoder finds each of some openings as its answer."""
import os

import torch

from prompt import EOS, PROMPTS, after_text, prefix_ids, question_ids


def phrase_sums(mini, tokenizer, phrases, queries, question=PROMPTS[0], shared=""):
    """Sum of the log-probabilities of all tokens of each opening [photos, openings], after what all of them share."""
    decoder, count = mini.decoder, len(queries)
    prompt = tokenizer.encode(after_text([(question, shared)])) if shared else question_ids(tokenizer, question)
    groups = {}  # openings that begin alike are read together up to where they part
    for place, phrase in enumerate(phrases):
        whole = tokenizer.encode(after_text([(question, phrase)]))
        assert whole[:len(prompt)] == prompt
        groups.setdefault(tuple(whole[len(prompt):][:2]), []).append((place, whole[len(prompt):]))
    caches = decoder.new_caches()
    x = torch.cat([decoder.embed(torch.tensor([prefix_ids(tokenizer)])).expand(count, -1, -1), mini.projection(queries),
                   decoder.embed(torch.tensor([prompt])).expand(count, -1, -1)], 1)
    first = decoder.lm_head(decoder.hidden(x, 0, caches)[:, -1:]).float().log_softmax(-1)
    result = torch.zeros(count, len(phrases))
    for group in groups.values():
        tails = [tail for _, tail in group]
        common = len(os.path.commonprefix(tails)) - (len(tails) == 1)  # at least one token is left of each
        path = [list(cache) for cache in caches]
        head, last = torch.tensor([tails[0][:common]]), first
        total = torch.zeros(count)
        if common:
            out = decoder(decoder.embed(head.expand(count, -1)), x.shape[1], path).float().log_softmax(-1)
            steps = torch.cat([first, out[:, :-1]], 1)
            total = steps.gather(2, head.expand(count, -1)[..., None]).sum((1, 2))
            last = out[:, -1:]
        longest = max(len(tail) for tail in tails) - common
        ids = torch.tensor([tail[common:] + [EOS] * (longest + common - len(tail)) for tail in tails])
        mask = torch.tensor([[float(i < len(tail) - common) for i in range(longest)] for tail in tails])
        steps = last.expand(-1, len(tails), -1).reshape(count * len(tails), 1, -1)
        if longest > 1:
            path = [[t.repeat_interleave(len(tails), 0) for t in cache] for cache in path]
            out = decoder(decoder.embed(ids[:, :-1].repeat(count, 1)), x.shape[1] + common, path).float()
            steps = torch.cat([steps, out.log_softmax(-1)], 1)
        each = steps.gather(2, ids.repeat(count, 1)[..., None])[..., 0].view(count, len(tails), longest)
        result[:, [place for place, _ in group]] = total[:, None] + (each * mask).sum(2)
    return result


@torch.no_grad()
def closed_list(mini, tokenizer, phrases, queries, batch=24, question=PROMPTS[0], shared=""):
    """`phrase_sums` of many photos, some at a time, without gradients."""
    return torch.cat([phrase_sums(mini, tokenizer, phrases, part, question, shared) for part in queries.split(batch)])
