import { ScrollArea } from './scroll-area.tsx';

interface HeadProps {
  /** Words; what is more than a word comes as its cell. */
  readonly heads: readonly (string | preact.VNode)[];
}

export const Head = ({ heads }: HeadProps) => (
  <thead>
    <tr>
      {heads.map((head) =>
        typeof head !== 'string' ? (
          head
        ) : (
          <th key={head} scope="col">
            {head}
          </th>
        ),
      )}
    </tr>
  </thead>
);

interface Props extends HeadProps {
  /** What is in it. */
  readonly label: string;
  /** Rows. */
  readonly children: preact.ComponentChildren;
}

/** A table that scrolls by itself where it is wider than the page. */
export const Table = ({ label, heads, children }: Props) => (
  <ScrollArea label={label}>
    <table>
      <Head heads={heads} />
      <tbody>{children}</tbody>
    </table>
  </ScrollArea>
);
