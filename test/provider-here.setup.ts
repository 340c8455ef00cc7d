import { type GraphRuntime, type LoadOptions, SpectroSimError } from '@spectrosim/models';
import { sumGraph } from './port-graphs.js';

/**
 * Why a provider is not on this machine; nothing when it is. Only its own word for being absent counts: any other error is
 * a defect, and a defect skips no test.
 *
 * @throws whatever loading throws besides; and, where `SPECTROSIM_REQUIRE_WEBGPU` is set, that WebGPU is absent
 */
export async function absence(runtime: GraphRuntime, options: LoadOptions): Promise<string | undefined> {
  try {
    const session = await runtime.load(sumGraph(), options);
    await session.dispose();
    return undefined;
  } catch (error) {
    const absent =
      error instanceof SpectroSimError && error.code === 'runtime' && /is not available/.test(error.message);
    if (!absent || (options.provider === 'webgpu' && process.env.SPECTROSIM_REQUIRE_WEBGPU !== undefined)) {
      throw error;
    }
    return error.message.split('\n', 1)[0] as string;
  }
}
