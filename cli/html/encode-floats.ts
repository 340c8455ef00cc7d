/** Float32 numbers as base64 of their little-endian bytes: a third of their length as JSON. `decodeFloats` reads them in the page. */
export function encodeFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  return Buffer.from(view.buffer).toString('base64');
}
