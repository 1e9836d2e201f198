"""Three small questions to judge by, unlike any of the bank's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.question import Criterion, Difficulty, Examples, OpenQuestion

Alternatives = Sequence[Sequence[str]]
"""Each alternative as its groups, each group as patterns between commas."""


def criterion(
    id: str,
    weight: float,
    statement: str,
    any: Alternatives,
    contradicted_by: Alternatives = (),
    met: Sequence[str] = (),
    unmet: Sequence[str] = (),
) -> Criterion:
    return Criterion(
        id=id,
        weight=weight,
        statement=statement,
        any=_alternatives(any),
        contradicted_by=_alternatives(contradicted_by),
        examples=Examples(met=(*met, statement), unmet=(*unmet, "It depends.")),
    )


def _alternatives(written: Alternatives) -> tuple[list[list[str]], ...]:
    return tuple([group.split(", ") for group in groups] for groups in written)


def question(slug: str, title: str, prompt: str, answer: str, criteria: Sequence[Criterion]) -> OpenQuestion:
    return OpenQuestion(
        id=f"samples/{slug}",
        kind="open",
        title=title,
        difficulty=Difficulty.MEDIUM,
        minutes=4,
        hint="Think of what changes and of what does not.",
        sources=("A textbook.",),
        prompt=prompt,
        answer=answer,
        criteria=tuple(criteria),
    )


LORA = question(
    "adapters",
    "LoRA",
    "Describe LoRA to someone who has only ever fine-tuned whole networks.",
    "The pretrained weights stay frozen. Next to a weight matrix, two small matrices are trained whose "
    "product, of low rank, is added to the output. Far fewer parameters are trained, so the optimiser needs "
    "little memory. After training the product can be merged into the weights, so inference has no extra "
    "latency.",
    [
        criterion(
            "frozen",
            0.4,
            "The pretrained weights stay frozen.",
            [
                [
                    "freez*, frozen, froze, fixed, untouched, never chang*, not chang*, not updat*, not "
                    "train*, stay* as",
                    "base, pretrained, original, weights, backbone, network, model",
                ]
            ],
            [
                [
                    "updat*, train*, chang*, tun*",
                    "all .. weights, every weight, whole network, entire model, all .. parameters",
                ],
                ["updat*, train*, unfreez*, chang*", "base weights, pretrained weights, original weights"],
            ],
        ),
        criterion(
            "low-rank",
            0.3,
            "Two small matrices of low rank are learned.",
            [
                [
                    "low rank, small rank, rank r, rank decomposition",
                    "matrix, matrices, product, update, factors",
                ],
                [
                    "two, pair, a and b",
                    "small matrices, thin matrices, skinny matrices, narrow matrices, little matrices",
                ],
            ],
            [["full rank", "matrix, matrices, update"]],
        ),
        criterion(
            "no-latency",
            0.3,
            "The product can be merged into the weights, so inference gets no slower.",
            [
                [
                    "merg*, fold*, absorb*, add* .. back, added into",
                    "inference, weights, latency, deploy*, serv*, afterwards",
                ],
                ["no, not, without, zero", "extra latency, latency, slower, slow*, overhead"],
            ],
            [
                ["slow*, add* latency, adds .. latency, more latency", "inference, serv*, prediction*"],
                ["not .. merg*"],
            ],
        ),
    ],
)

QUANTIZATION = question(
    "int8",
    "Quantization",
    "What does quantizing a trained network to int8 do, and what is the price?",
    "Weights, and often activations, are mapped from floats to 8-bit integers by a scale and a zero point. "
    "The model takes a quarter of the memory of float32 and runs faster, because integer arithmetic is "
    "cheap and less memory is moved. The price is rounding error: some accuracy is lost, most of all by "
    "outliers. Calibration on sample data or training with quantization in the loop wins most of it back.",
    [
        criterion(
            "fewer-bits",
            0.3,
            "Numbers are stored with fewer bits, as 8-bit integers in place of floats.",
            [
                [
                    "8 bit, int8, integer*, fewer bits, lower precision, low precision, less precis*",
                    "weight*, float*, number*, activation*, parameter*, value*, fp32, 32 bit",
                ]
            ],
            [["higher precision, more bits, more precis*", "weight*, number*, value*, activation*"]],
        ),
        criterion(
            "smaller-faster",
            0.3,
            "The model takes less memory and runs faster.",
            [
                [
                    "small*, less, quarter, four times, 4x, shrink*, reduc*, cut*",
                    "memory, model, size, ram, disk, footprint",
                ],
                [
                    "fast*, speed*, quick*, less latency, lower latency",
                    "inference, run*, model, arithmetic, comput*",
                ],
            ],
            [["more, larger, bigger", "memory, footprint, size"], ["slow*", "inference, run*, model"]],
        ),
        criterion(
            "accuracy-price",
            0.4,
            "The price is rounding error, which costs some accuracy.",
            [
                [
                    "lose*, lost, loss, drop*, degrad*, worse, wors*, hurt*, cost*, sacrific*, suffer*, "
                    "less, lower*",
                    "accura*, quality, performance, precision",
                ],
                ["round*, approximat*, quantization", "error*, noise, wrong"],
            ],
            [
                ["improv*, increas*, gain*, better, more accura*, higher", "accura*, quality"],
                ["lossless, no .. loss, no error"],
            ],
        ),
    ],
)

OVERFITTING = question(
    "gap",
    "Overfitting and underfitting",
    "How do you tell overfitting from underfitting, and what do you do about either?",
    "An overfitting model does well on the training data and poorly on validation data: it has memorised "
    "noise. More data, regularization or a simpler model help. An underfitting model does poorly on both, "
    "because it is too simple; a larger model, better features or longer training help.",
    [
        criterion(
            "over",
            0.35,
            "An overfitting model does well in training and badly on unseen data.",
            [
                [
                    "overfit*",
                    "gap, well .. train*, low train*, memori*, noise, high variance, good .. train*, great "
                    ".. train*",
                ],
                ["train*", "better than .. validation, better than .. test, far below .. validation"],
            ],
            [["overfit*", "bad .. train*, poor* .. train*, high train*, high bias, too simple"]],
        ),
        criterion(
            "under",
            0.35,
            "An underfitting model does badly on both, since it is too simple.",
            [
                [
                    "underfit*",
                    "both, too simple, high bias, bad .. train*, poor* .. train*, high train*, even .. "
                    "train*",
                ],
            ],
            [["underfit*", "too complex, memori*, high variance, well .. train*"]],
        ),
        criterion(
            "remedies",
            0.3,
            "More data or regularization cures the first, a larger model the second.",
            [
                [
                    "overfit*, memori*, variance, gap, first, former",
                    "regulari*, dropout, more data, early stopping, simpler",
                ],
                [
                    "underfit*, bias, second, latter, both",
                    "larger model, bigger model, more features, longer, more capacity",
                ],
            ],
            [["overfit*", "larger model, bigger model, more capacity, less data"]],
        ),
    ],
)

QUESTIONS = (LORA, QUANTIZATION, OVERFITTING)

FREEZES = criterion("freezes", 1, "The base is frozen.", [["freez*, frozen", "base"]])
SPARES = criterion("spares", 1, "The base is not updated.", [["not updat*, without updat*", "base"]])
UPDATES = criterion("updates", 1, "The base is frozen.", [["frozen", "base"]], [["updat*", "base"]])
"""Small criteria to try sentences on."""
