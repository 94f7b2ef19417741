import type { ButtonHTMLAttributes } from 'react';
import css from './controls.module.css';

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> & {
  readonly look?: 'plain' | 'primary' | 'quiet';
};

/** A button; never submits a form unless told so. */
export function Button({ look = 'plain', type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={css['button']} data-look={look} />;
}
