import type { ReactNode } from 'react';
import css from './controls.module.css';

export type Column<Row> = {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly look?: 'number' | 'quiet' | 'wide';
};

/** Rows and columns. `rowClass` marks single rows. */
export function DataTable<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
  /** Columns of one width, so that tables below each other line up. */
  readonly isEven?: boolean;
}) {
  const { columns } = props;
  return (
    <div className={css['tableFrame']}>
      <table className={css['table']} data-even={mark(props.isEven === true)}>
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-number={mark(column.look === 'number')}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)} className={props.rowClass?.(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-number={mark(column.look === 'number')}
                  data-quiet={mark(column.look === 'quiet')}
                  data-wide={mark(column.look === 'wide')}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function mark(isOn: boolean): '' | undefined {
  return isOn ? '' : undefined;
}
