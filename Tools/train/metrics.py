"""Accuracy of class probabilities on val: top-1, top-3, balanced, and per source."""
import torch

MIXED_SOURCE = "MinhKemm/DermNet_Dataset"  # the one source that covers all disease classes


def scores(probabilities, labels, minimum=20):
    """Measures over val; `probabilities` rows are in the order of `labels.val`."""
    target = labels.class_[labels.val]
    ranks = (probabilities > probabilities.gather(1, target[:, None])).sum(1)
    hit = (ranks == 0).float()
    per_class = {name: hit[target == i].mean().item() for i, name in enumerate(labels.classes) if (target == i).any()}
    result = {"top1": hit.mean().item(), "top3": (ranks < 3).float().mean().item(),
              "balanced": sum(per_class.values()) / len(per_class), "per_class": per_class, "per_source": {}}
    sources = labels.sources[labels.val.numpy()]
    for source in sorted(set(sources)):
        mask = torch.from_numpy(sources == source)
        if mask.sum() >= minimum or source == MIXED_SOURCE:
            result["per_source"][source] = {"photos": int(mask.sum()), "top1": hit[mask].mean().item(),
                                            "top3": (ranks[mask] < 3).float().mean().item()}
    confidence = probabilities.max(1).values
    result["confidence"] = confidence.mean().item()
    result["loss"] = -probabilities.gather(1, target[:, None]).clamp(min=1e-9).log().mean().item()
    return result


def report(result, full=False):
    """One line, or with `full` several; of the mixed source where it is not left out."""
    mixed = result["per_source"].get(MIXED_SOURCE)
    hardest = f" | {MIXED_SOURCE} {100 * mixed['top1']:.1f} / {100 * mixed['top3']:.1f}" if mixed else ""
    line = (f"top-1 {100 * result['top1']:.1f} top-3 {100 * result['top3']:.1f} balanced {100 * result['balanced']:.1f}"
            f"{hardest} | mean confidence {result['confidence']:.3f} loss {result['loss']:.3f}")
    if full:
        line += "".join(f"\n  {source}: n {m['photos']} top-1 {100 * m['top1']:.1f} top-3 {100 * m['top3']:.1f}"
                        for source, m in result["per_source"].items())
        line += "\n  " + " ".join(f"{name} {100 * value:.0f}" for name, value in result["per_class"].items())
    return line
