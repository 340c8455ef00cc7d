/** Little-endian float32 numbers from base64; `NaN` as `null`, which a plot leaves out. Runs in a page: its text is sent there. */
export function decodeFloats(base64: string): (number | null)[] {
  const text = atob(base64);
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) {
    view.setUint8(i, text.charCodeAt(i));
  }
  return Array.from({ length: text.length / 4 }, (_, i) => {
    const value = view.getFloat32(4 * i, true);
    return Number.isNaN(value) ? null : value;
  });
}
