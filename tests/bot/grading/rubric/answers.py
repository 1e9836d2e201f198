"""What members might write to those questions, by kind."""

from __future__ import annotations

from bot.domain.question import OpenQuestion
from tests.bot.grading.rubric.rubrics import LORA, OVERFITTING, QUANTIZATION

EXCELLENT = (
    (
        LORA,
        "In LoRA the original network is kept frozen. For each weight matrix you learn two small matrices A "
        "and B; their product has a low rank and is added to what the layer gives. Only those few numbers "
        "are trained. When training is over you can fold the product into the weights, so there's no extra "
        "latency at inference.",
    ),
    (
        LORA,
        "Full fine-tuning updates all the weights of the network. LoRA doesn't: the base weights are "
        "frozen, and a rank decomposition of the update, B times A, is trained next to each matrix. Once "
        "trained it is merged into the base weights and serving is as fast as before.",
    ),
    (
        QUANTIZATION,
        "Each weight is stored as an 8-bit integer rather than a 32-bit float, with a scale to map back. So "
        "the model needs about a quarter of the memory, and inference is faster. What you pay is rounding "
        "error: accuracy drops a little, mostly because of outliers.",
    ),
    (
        OVERFITTING,
        "If training error is low but validation error is much higher, the model overfits: it memorised "
        "noise in the training set. If it is bad on both, it underfits, it's too simple. Against "
        "overfitting: more data, dropout, regularisation, early stopping. Against underfitting: a bigger "
        "model or training longer.",
    ),
)

PARAPHRASE = (
    (
        LORA,
        "You leave the network you downloaded untouched. Beside it you learn a correction that is squeezed "
        "through a pair of skinny matrices, and at the end you just add it back into the weights, so nobody "
        "who calls the model notices a slowdown.",
    ),
    (
        QUANTIZATION,
        "Numbers are kept in a coarser form, whole integers instead of floats, which makes the thing four "
        "times smaller on disk and quick to run. It gets slightly worse, since everything has been rounded "
        "and the errors add up.",
    ),
    (
        OVERFITTING,
        "Look at the gap: great in training, awful on data it has not seen means it overfits. Awful even in "
        "training means it underfits. The first is cured with more data or a penalty such as "
        "regularization, the second by giving it more capacity.",
    ),
)

PARTIAL = (
    (LORA, "LoRA freezes the pretrained model, so you train a lot less and it's cheap."),
    (LORA, "It adds two thin matrices of low rank to every layer and trains those."),
    (QUANTIZATION, "You store the weights as int8, so the model is smaller and inference runs faster."),
    (OVERFITTING, "Overfitting is when the model memorises the training set and fails on new data."),
)

VAGUE = (
    (LORA, "LoRA is a popular and efficient technique to adapt large networks with limited resources."),
    (LORA, "It's a clever way to fine-tune a model that many people use because it is good in practice."),
    (
        QUANTIZATION,
        "Quantization is an optimization that makes deep learning models more practical to deploy.",
    ),
    (
        QUANTIZATION,
        "It changes how the network is stored, and there is always some trade-off you have to consider.",
    ),
    (
        OVERFITTING,
        "You look at the curves and at how the model behaves, and then you tune it until it is right.",
    ),
)

WRONG = (
    (
        LORA,
        "LoRA unfreezes the base weights and trains all of the weights with a small learning rate. It "
        "learns a full rank matrix per layer, which can't be merged, so inference gets slower.",
    ),
    (
        LORA,
        "LoRA does not freeze the pretrained weights. It never uses low rank matrices, and it adds extra "
        "latency at inference because nothing can be merged.",
    ),
    (
        LORA,
        "Instead of freezing the original weights, LoRA trains every weight; rather than two small matrices "
        "of low rank it learns a full rank update.",
    ),
    (
        QUANTIZATION,
        "Quantization stores each weight with more bits in place of 8-bit integers, so the model takes more "
        "memory and inference is slower, but accuracy improves.",
    ),
    (
        QUANTIZATION,
        "It doesn't use integers for the weights. It takes no less memory and never runs faster, and it is "
        "lossless.",
    ),
    (
        OVERFITTING,
        "An underfitting model does well in training and badly on unseen data. An overfitting model is too "
        "simple and does badly on both. To cure overfitting you take a larger model, and regularization "
        "cures underfitting.",
    ),
    (
        OVERFITTING,
        "Overfitting means a high training error because the model has high bias, whereas underfitting "
        "means that it memorised the training set. With overfitting use a bigger model, with underfitting "
        "use dropout.",
    ),
)

STUFFED = (
    (
        LORA,
        "LoRA, low rank adaptation, frozen base weights, two small matrices, rank r, product, merge weights, "
        "inference, no latency, adapters, fine-tuning",
    ),
    (
        LORA,
        "frozen pretrained weights low rank matrices product update merge inference weights no extra "
        "latency adapter parameters optimizer memory",
    ),
    (
        QUANTIZATION,
        "Keywords: int8 weights, 8-bit integers, floats, less memory, faster inference, accuracy loss, "
        "rounding error, scale, zero point, calibration",
    ),
    (
        OVERFITTING,
        "overfitting\nmemorised noise\ntraining error\nvalidation gap\nunderfitting\nboth\ntoo simple\n"
        "regularization\ndropout\nmore data\nlarger model",
    ),
    (
        LORA,
        "LoRA uses frozen base weights low rank matrices product rank r merged weights inference latency "
        "adapters memory optimizer",
    ),
)

TERSE = (
    (
        LORA,
        "Base weights are frozen. It trains two small matrices of low rank. They're merged into the weights "
        "afterwards, so there is no extra latency.",
        "base wieghts frozn. trains 2 small matrcies, low rank. merged into weigths after so no extra latncy",
    ),
    (
        QUANTIZATION,
        "Weights are stored as 8-bit integers instead of floats. The model needs less memory and inference "
        "is faster. The price is rounding error, so accuracy drops.",
        "wts stored as int8 not floats, less memroy, fastr inference. price = roundng error, accuracy drps",
    ),
    (
        OVERFITTING,
        "Overfitting: good in training but bad on validation. Underfitting: bad on both. For overfitting use "
        "regularization or more data, for underfitting use a bigger model.",
        "overfiting = good on train bad on val. underfiting = bad on both. overfit -> regularizaton / more "
        "data, underfit -> bigger model",
    ),
    (
        LORA,
        "The pretrained weights stay frozen. A low-rank update, the product of A and B, is learned. It can "
        "be merged into the weights, so inference is no slower.",
        "Base: frozn. Update: low-rank, W + BA, product of 2 small matrcies. Serving: merge into wts, no "
        "extra latncy.",
    ),
    (
        LORA,
        "Instead of updating all the weights, you keep the base fixed and train two small matrices. After "
        "training they are folded into the weights.",
        "full FT: all wts. LoRA: base fixed, two small matrces instead. then fold into weigths",
    ),
    (
        QUANTIZATION,
        "Weights are mapped from floats to int8 with a scale and a zero point. The model needs less memory "
        "and inference is faster. Some accuracy is lost, especially at 4 bits.",
        "float weights -> int8 (scale + zero point). Pros: less memry, faster inference. Cons: some acuracy "
        "loss, esp. at 4 bit.",
    ),
    (
        QUANTIZATION,
        "You store the weights as 8-bit integers instead of 32-bit floats. A model of 280 GB takes 70 GB and "
        "runs faster. Quality drops a little, so check it on your own task.",
        "Weights in INT8 instead of FP32. 70B model: 280 GB -> 70 GB, 4x less memory. Faster decode. Some "
        "loss of qualty, check on your own task.",
    ),
    (
        OVERFITTING,
        "An overfitting model has a low training error and a much higher validation error. An underfitting "
        "model is bad on both. Against overfitting use dropout or more data, against underfitting a bigger "
        "model.",
        "Overfitting: low train error, higher val error. Underfiting: bad on both. Fixes: overfitting -> "
        "droput, more data; underfitting -> bigger model.",
    ),
    (
        OVERFITTING,
        "With overfitting there is a gap between training and validation, because noise was memorised. With "
        "underfitting the model is too simple. The first needs regularization, the second more capacity.",
        "overfitting: gap train vs val, memorised noise. underfitting: too simple. first -> regularizaton, "
        "second -> more capacity",
    ),
)

ALL: tuple[tuple[OpenQuestion, str], ...] = (*EXCELLENT, *PARAPHRASE, *PARTIAL, *VAGUE, *WRONG, *STUFFED)
