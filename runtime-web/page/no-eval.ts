import { config } from 'zod';

// Zod compiles its checks with `new Function`, which this page's content security policy forbids; asking would be
// reported as a violation. Imported before anything that makes a schema.
config({ jitless: true });
