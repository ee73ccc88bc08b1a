import { type Status, statusRules } from '#lib/domain/status.ts';
import { StatusMark } from './status-mark.tsx';

export interface StatusLabelProps {
  status: Status;
  /** Larger, for the head of a page. */
  large?: boolean | undefined;
  /** Instead of the status's own word, such as "City withdrew". */
  text?: string | undefined;
}

/** A status: shape, then word, then hue. */
export function StatusLabel({ status, large = false, text }: StatusLabelProps) {
  return (
    <span className={`status tone-${statusRules[status].tone}${large ? ' status-large' : ''}`} title={statusRules[status].meaning}>
      <StatusMark status={status} size={large ? 19 : 16} />
      <span>{text ?? statusRules[status].label}</span>
    </span>
  );
}
