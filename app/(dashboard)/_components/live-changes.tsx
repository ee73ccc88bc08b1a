'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Listens for changes that others make and reads the page again; what is being typed stays. Renders nothing. */
export function LiveChanges({ program }: { program: string }) {
  const router = useRouter();
  useEffect(() => {
    const source = new EventSource(`/live?program=${encodeURIComponent(program)}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('change', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => router.refresh(), 150);
    });
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [program, router]);
  return null;
}
