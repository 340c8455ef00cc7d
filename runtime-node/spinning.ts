import type { InferenceSession } from 'onnxruntime-node';

/** Session settings under which waiting threads sleep; what a provider put into `extra` stays. */
export function withoutSpinning(settings: InferenceSession.SessionOptions): InferenceSession.SessionOptions {
  const { session, ...extra } = settings.extra ?? {};
  return {
    ...settings,
    extra: { ...extra, session: { ...(session as object | undefined), intra_op: { allow_spinning: '0' } } },
  };
}
