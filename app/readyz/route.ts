import { handleApi } from '#lib/server/api.ts';

export { handleApi as GET };
