/** Mounts the HTTP API; what it does is in `lib/api`. */
import { handleApi } from '#lib/server/api.ts';

export {
  handleApi as DELETE,
  handleApi as GET,
  handleApi as HEAD,
  handleApi as OPTIONS,
  handleApi as PATCH,
  handleApi as POST,
  handleApi as PUT,
};
