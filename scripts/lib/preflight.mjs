import { createServer } from 'node:net';
import { LauncherError } from './launcher-error.mjs';

const DEFAULT_PORTS = { start: 3000, dev: 3000, api: 3001 };

/**
 * Reads a port from the environment.
 * @param {string} name of the variable, for the message
 * @param {string | undefined} value
 * @param {number} fallback where the variable is absent or empty
 * @throws LauncherError when it is not a whole number from 1 to 65535
 */
export function parsePort(name, value, fallback) {
  if (value === undefined || value === '') return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65535) throw new LauncherError(`${name} must be a port from 1 to 65535, not "${value}".`);
  return port;
}

/**
 * Whether a server could listen there; the reason when it could not.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>}
 */
export function portProblem(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve('is in use by another program');
      else if (error.code === 'EACCES') resolve('may not be used by this account');
      else resolve(`cannot be used (${error.code})`);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** @returns {Promise<number>} a free port on the loopback address */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Refuses a bad setting before anything slow is done. Whether the port is free is asked later, once it is known
 * whether the server in the way is Proviso itself.
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
export async function preflight(command, env) {
  if (command === 'start' || command === 'dev') parsePort('PORT', env.PORT, DEFAULT_PORTS[command]);
  if (command === 'api') parsePort('API_PORT', env.API_PORT, DEFAULT_PORTS.api);
}
