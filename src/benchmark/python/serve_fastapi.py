"""The generator behind FastAPI and uvicorn, as most would write it: a request, a forward pass."""

import sys

import torch
import uvicorn
from fastapi import FastAPI, Response

import images

weights, port, precision = sys.argv[1], int(sys.argv[2]), getattr(torch, sys.argv[3])
generator = images.load(weights).to(precision)
application = FastAPI()


@application.get("/samples")
def samples(count: int = 64, seed: int = 0) -> Response:
    with torch.inference_mode():
        made = generator(images.latents(seed, count).to(precision)).float()
        return Response(images.png(made), media_type="image/png")


if __name__ == "__main__":
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="warning")
