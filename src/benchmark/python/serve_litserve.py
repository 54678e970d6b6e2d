"""The generator behind LitServe with its batching: a worker process that computes, another that speaks HTTP."""

import sys

import litserve
import torch
from fastapi import Response

import images

BATCH = 64
BATCH_WAIT_SECONDS = 0.002


class Samples(litserve.LitAPI):
    def setup(self, device: str) -> None:
        self.generator = images.load(sys.argv[1])

    def decode_request(self, request: dict) -> torch.Tensor:
        return images.latents(request["seed"], request["count"])

    def batch(self, inputs: list[torch.Tensor]) -> tuple[torch.Tensor, list[int]]:
        return torch.cat(inputs), [len(latents) for latents in inputs]

    def predict(self, inputs: tuple[torch.Tensor, list[int]]) -> tuple[torch.Tensor, list[int]]:
        latents, counts = inputs
        with torch.inference_mode():
            return self.generator(latents), counts

    def unbatch(self, output: tuple[torch.Tensor, list[int]]) -> list[torch.Tensor]:
        made, counts = output
        return list(made.split(counts))

    def encode_response(self, output: torch.Tensor) -> Response:
        return Response(images.png(output), media_type="image/png")


if __name__ == "__main__":
    server = litserve.LitServer(
        Samples(max_batch_size=BATCH, batch_timeout=BATCH_WAIT_SECONDS), accelerator="cpu", workers_per_device=1
    )
    server.run(host="127.0.0.1", port=int(sys.argv[2]), num_api_servers=1, generate_client_file=False, log_level="warning")
