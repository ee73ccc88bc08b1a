/** The few numbers that a monitor reads, in the Prometheus text format. */
import type { Context } from '#lib/operations/context.ts';

interface Series {
  count: number;
  seconds: number;
}

export interface Metrics {
  /** @param route as declared, never as asked: a label must not grow with what clients send */
  observe(request: { method: string; route: string; status: number; seconds: number }): void;
  render(db: Context['db']): string;
}

interface Metric {
  name: string;
  help: string;
  type: 'gauge' | 'counter' | 'summary';
  lines: string[];
}

const escapeLabel = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelled = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');

const render = ({ name, help, type, lines }: Metric): string => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');

const gauge = (name: string, help: string, value: number): Metric => ({ name, help, type: 'gauge', lines: [`${name} ${value}`] });

function processMetrics(): Metric[] {
  const memory = process.memoryUsage();
  return [
    gauge('process_uptime_seconds', 'Seconds since the process started.', Math.round(process.uptime())),
    gauge('process_resident_memory_bytes', 'Memory held by the process.', memory.rss),
    gauge('nodejs_heap_used_bytes', 'Heap in use.', memory.heapUsed),
  ];
}

function poolMetric({ pool }: Context['db']): Metric {
  const name = 'proviso_database_connections';
  const states = { open: pool.totalCount, idle: pool.idleCount, waited_for: pool.waitingCount };
  const lines = Object.entries(states).map(([state, value]) => `${name}{state="${state}"} ${value}`);
  return { name, help: 'Connections of the pool, and requests that wait for one.', type: 'gauge', lines };
}

/** Counts in this process alone; a monitor adds up the processes. */
export function createMetrics(): Metrics {
  const requests = new Map<string, Series>();
  return {
    observe({ method, route, status, seconds }) {
      const labels = labelled({ method, route, status: String(status) });
      const series = requests.get(labels) ?? { count: 0, seconds: 0 };
      requests.set(labels, { count: series.count + 1, seconds: series.seconds + seconds });
    },
    render(db) {
      const name = 'proviso_http_request_seconds';
      const lines = [...requests].flatMap(([labels, { count, seconds }]) => [
        `${name}_count{${labels}} ${count}`,
        `${name}_sum{${labels}} ${seconds.toFixed(6)}`,
      ]);
      const answered: Metric = { name, help: 'Requests answered and the time until the answer began.', type: 'summary', lines };
      return `${[...processMetrics(), poolMetric(db), answered].map(render).join('\n')}\n`;
    },
  };
}
