/** What a page computes on with WebGPU. */
export interface WebgpuAdapter {
  /** As the browser names it, such as `nvidia ampere` or `google swiftshader`. */
  readonly name: string;
  /** Computed on the CPU: rounds as a CPU does. */
  readonly software: boolean;
}

/** The part of the browser's `navigator.gpu` that is asked for; its types are in no library of this project. */
interface Gpu {
  requestAdapter(): Promise<{
    readonly info?: { readonly vendor: string; readonly architecture: string; readonly description: string };
  } | null>;
}

/**
 * The WebGPU adapter that this page would use; `undefined` when it has none.
 *
 * @example
 * ```ts
 * const provider = (await webgpuAdapter()) === undefined ? 'wasm' : 'webgpu';
 * ```
 */
export async function webgpuAdapter(): Promise<WebgpuAdapter | undefined> {
  const { gpu } = globalThis.navigator as Navigator & { readonly gpu?: Gpu };
  const adapter = await gpu?.requestAdapter();
  if (adapter === undefined || adapter === null) {
    return undefined;
  }
  const { vendor = '', architecture = '', description = '' } = adapter.info ?? {};
  const name = [vendor, architecture].filter((part) => part !== '').join(' ') || description || 'unnamed adapter';
  return { name, software: /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${name} ${description}`) };
}
