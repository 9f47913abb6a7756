"""Average the weights before and after the end-to-end part: better log-likelihood on val than either."""
import argparse

import torch


def mean(first, second):
    """The mean of two state dictionaries."""
    return {name: (first[name] + second[name]) / 2 for name in first}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("vision", "step2", "joint", "output"):
        parser.add_argument("--" + name, required=True)
    arguments = parser.parse_args()
    vision, step2, joint = (torch.load(path, weights_only=True)
                            for path in (arguments.vision, arguments.step2, arguments.joint))
    torch.save({"average": mean(vision["average"], joint["average"]),
                **{name: mean(step2[name], joint[name]) for name in ("decoder", "projection")}}, arguments.output)
