"""Average the weights before and after a part of the training: better log-likelihood on val than either."""
import argparse

import torch


def mean(first, second, weight):
    """The mean of two state dictionaries, `weight` of it from the second."""
    return {name: (1 - weight) * first[name] + weight * second[name] for name in first}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vision", required=True, help="vision tower and Q-Former before")
    parser.add_argument("--before", required=True, help="alignment and decoder before")
    parser.add_argument("--after", required=True, help="alignment and decoder after; if it has eyes, they are averaged too")
    parser.add_argument("--weight", type=float, default=0.5, help="share of what came after")
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    vision, before, after = (torch.load(path, weights_only=True)
                             for path in (arguments.vision, arguments.before, arguments.after))
    eyes = mean(vision["average"], after["average"], arguments.weight) if "average" in after else vision["average"]
    torch.save({"average": eyes, **{name: mean(before[name], after[name], arguments.weight)
                                    for name in ("decoder", "projection")}}, arguments.output)
