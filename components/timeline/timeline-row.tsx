import type { ReactElement } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { At, percent } from './at.tsx';
import { BAND_HEIGHT, type BandLayout, type BandPiece } from './bands.ts';
import type { LaneLayout, RowLayout } from './rows.ts';
import { patternOf, toneOf } from './status-fill.ts';
import { PointMark, SpanMark, StackExtent } from './timeline-mark.tsx';
import type { Lane, TimelineHrefs } from './types.ts';

const Piece = ({ piece }: { piece: BandPiece }): ReactElement => {
  const width = percent(piece.x2 - piece.x1);
  return (
    <g className={toneOf(piece.status)}>
      <title>{piece.title}</title>
      <rect className="tl-piece-fill" x={percent(piece.x1)} width={width} height={BAND_HEIGHT} rx="3" />
      <rect x={percent(piece.x1)} width={width} height={BAND_HEIGHT} rx="3" fill={patternOf(piece.status)} />
    </g>
  );
};

/** On top of everything, since the words of a short last piece stand behind it. */
const PieceWords = ({ piece }: { piece: BandPiece }): ReactElement | null =>
  piece.label === null ? null : (
    <g className={toneOf(piece.status)}>
      <At x={percent(piece.label.place === 'inside' ? piece.x1 : piece.x2)}>
        <text className={piece.label.place === 'inside' ? 'tl-piece-text' : 'tl-piece-text tl-piece-after'} x="6" y="11.3">
          {piece.label.text}
        </text>
      </At>
    </g>
  );

const BandPieces = ({ band }: { band: BandLayout }): ReactElement => (
  <svg y={band.y} overflow="visible" role="img" aria-label={band.text}>
    {band.pieces.map((piece) => (
      <Piece key={`${piece.status}${piece.x1}`} piece={piece} />
    ))}
    {band.after !== null && (
      <rect x={percent(band.after.x1)} width={percent(band.after.x2 - band.after.x1)} height={BAND_HEIGHT} fill="url(#tl-hatch)" />
    )}
    {band.pieces.map((piece) => (
      <PieceWords key={`${piece.status}${piece.x1}`} piece={piece} />
    ))}
  </svg>
);

const RowName = ({ row, lane }: { row: RowLayout; lane: Lane }): ReactElement => {
  if (row.role === 'bands') {
    return (
      <div className="tl-name tl-name-bands">
        {lane.bands.map(({ conditionRef, title }) => (
          <span key={conditionRef} title={title}>
            {title}
          </span>
        ))}
      </div>
    );
  }
  const [text, href] = row.role === 'lane' ? [lane.name, lane.href] : [lane.control, lane.controlHref];
  return (
    <div className={`tl-name tl-name-${row.role}`}>
      {href === undefined ? <span>{text}</span> : <AppLink href={href}>{text}</AppLink>}
      {row.role === 'lane' && lane.kind === 'program' && <small>{lane.control}</small>}
    </div>
  );
};

interface RowProps {
  row: RowLayout;
  lane: Lane;
  hrefs: TimelineHrefs;
  selected: string | undefined;
}

const rowTitle = (row: RowLayout, lane: Lane): string =>
  row.role === 'lane' ? lane.name : row.role === 'body' ? `${lane.name}, ${lane.control}` : `${lane.name}, status of each condition`;

const Row = ({ row, lane, hrefs, selected }: RowProps): ReactElement => (
  <div className={`tl-row tl-row-${row.role}`}>
    <RowName row={row} lane={lane} />
    <svg className="tl-svg" height={row.height}>
      <title>{rowTitle(row, lane)}</title>
      {row.bands.map((band) => (
        <BandPieces key={band.conditionRef} band={band} />
      ))}
      {row.marks.map((mark) => (
        <StackExtent key={mark.key} mark={mark} />
      ))}
      {row.marks.map((mark) =>
        mark.form === 'span' ? (
          <SpanMark key={mark.key} mark={mark} hrefs={hrefs} selected={selected} />
        ) : (
          <PointMark key={mark.key} mark={mark} hrefs={hrefs} selected={selected} />
        ),
      )}
    </svg>
  </div>
);

/** A city with the body in control below it and the bands of both conditions; or the program. */
export const LaneRows = ({
  layout,
  hrefs,
  selected,
}: {
  layout: LaneLayout;
  hrefs: TimelineHrefs;
  selected: string | undefined;
}): ReactElement => (
  <div className="tl-lane">
    {layout.rows.map((row) => (
      <Row key={row.key} row={row} lane={layout.lane} hrefs={hrefs} selected={selected} />
    ))}
  </div>
);
