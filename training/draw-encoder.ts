import type { NamedTensors, Random, TensorValue } from '@spectrosim/models';
import { type EncoderDraw, encoderOf, type ModelDefinition, prefixed } from '@spectrosim/models/graph';

/**
 * The random numbers that an encoder wants for one training step, under `encoder.`: dropout masks as bytes, noise. Nothing for an
 * encoder that wants none.
 *
 * @param rows views of the step
 * @param bins L
 */
export function drawEncoder(
  { name, config }: ModelDefinition['encoder'],
  rows: number,
  bins: number,
  random: Random,
): NamedTensors {
  const encoder = encoderOf(name);
  const draws = encoder.draws?.(encoder.config.parse(config), bins) ?? {};
  const drawn = Object.entries(draws).map(([key, draw]) => [key, tensorFor(draw, rows, random)] as const);
  return prefixed(Object.fromEntries(drawn), 'encoder');
}

function tensorFor(draw: EncoderDraw, rows: number, random: Random): TensorValue {
  const dims = [rows, ...draw.dims];
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (draw.kind === 'normal') {
    const normals = new Float32Array(size);
    random.fillNormal(normals);
    return { type: 'float32', dims, data: normals };
  }
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    data[i] = random.uniform() < draw.rate ? 0 : 1;
  }
  return { type: 'bool', dims, data };
}
