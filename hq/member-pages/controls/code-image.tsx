import type { JSX } from 'preact';

/** A code that HQ drew, on white whatever the page's colours are: as an image, in which nothing can run. */
export function CodeImage({
  svg,
  alt,
  shape,
}: {
  svg: string;
  alt: string;
  shape: 'bar' | 'qr';
}): JSX.Element {
  return (
    <img
      class={`code code-${shape}`}
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      alt={alt}
      draggable={false}
    />
  );
}
