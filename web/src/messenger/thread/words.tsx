/** A text with its links. Only http and https become links, and only as text that is shown. */
import { hrefFrom } from '@/kernel/outside'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import s from './bubble.module.css'

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]}」』】])/g

export function Words({ text }: { readonly text: string }) {
  const zone = useStore(entered)
  return (
    <p className={s.text}>
      {text.split(LINK).map((part, at) =>
        at % 2 === 1 ? (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
            key={at}
            href={hrefFrom(zone, part)}
            {...(part.startsWith(`${location.origin}/`)
              ? {}
              : { target: '_blank', rel: 'noreferrer' })}
          >
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  )
}
