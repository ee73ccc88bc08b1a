// Loaded into a server that a launcher starts: its standard input is a pipe from the launcher, which closes when the
// launcher ends, however it ends. A server without its launcher would keep the port.
process.stdin.on('error', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
