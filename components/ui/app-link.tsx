import type { Route } from 'next';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

type AnchorProps = Omit<ComponentProps<'a'>, 'href' | 'ref'>;
type LinkProps = Omit<ComponentProps<typeof Link>, 'href' | 'prefetch' | 'children'>;

export type AppLinkProps = LinkProps & {
  /** A path of this product, with its query. */
  href: string;
  children: ReactNode;
};

/** A link inside the product. Nothing is fetched ahead: a matrix of 200 rows would ask for 400 pages. */
export function AppLink({ href, children, ...rest }: AppLinkProps) {
  return (
    <Link href={href as Route} prefetch={false} {...rest}>
      {children}
    </Link>
  );
}

const webAddress = /^https?:\/\//i;

/** A link to somebody else's page; plain text when there is no web address to go to. */
export function ExternalLink({ href, children, ...rest }: AnchorProps & { href: string | null; children: ReactNode }) {
  if (href === null || !webAddress.test(href)) return <span>{children}</span>;
  return (
    <a href={href} rel="noopener noreferrer external" {...rest}>
      {children}
    </a>
  );
}
