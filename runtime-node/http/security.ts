import { secureHeaders } from 'hono/secure-headers';

/**
 * Headers of every response. Its page is isolated from other origins, without which WebAssembly gets no threads, and
 * may run WebAssembly and workers of its own, which ONNX Runtime Web needs, but no script from elsewhere.
 */
export const securityHeaders = secureHeaders({
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginEmbedderPolicy: 'require-corp',
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    workerSrc: ["'self'", 'blob:'],
    connectSrc: ["'self'", 'blob:', 'data:'],
    imgSrc: ["'self'", 'blob:', 'data:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    fontSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // Whoever ends TLS in front of this server decides for the whole host.
  strictTransportSecurity: false,
});
