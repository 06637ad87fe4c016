/** Quality as chosen and as it is: round trip, pictures a second and bytes, each as measured. */
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Segments } from '@/kit/field'
import type { Desk } from '../desk'
import { CHOICES } from '../quality'
import s from './quality.module.css'
import { words } from './quality.words'

export function QualityPanel({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { picture } = desk.stream
  const choice = useStore(picture.choice)
  const hasVideo = useStore(picture.hasVideo)
  return (
    <>
      <Segments
        label={t('choice')}
        value={choice}
        choices={CHOICES.map(id => ({ id, label: t(id) }))}
        onChange={value => picture.choose(value)}
      />
      <p className={s.note}>{t(`note.${choice}`)}</p>
      {choice === 'auto' && <Why desk={desk} />}
      {!hasVideo && desk.kind === 'rich' && <p className={s.note}>{t('noVideo')}</p>}
      <Measured desk={desk} />
    </>
  )
}

function Why({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { why } = useStore(desk.stream.picture.standing)
  return <p className={s.note}>{t(`why.${why}`)}</p>
}

function Measured({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { picture } = desk.stream
  const { trip, frames, mbit } = useStore(picture.meter.latest)
  const { encoder, framerate } = picture.quality
  const { width, height } = picture.screen.size
  const way =
    encoder === 'jpeg' ? t('pictures', { fps: framerate }) : t('video', { fps: framerate })
  const lines = [
    [t('trip'), trip === null ? t('measuring') : t('ms', { ms: trip }), t('tripNote')],
    [t('frames'), frames === 0 ? t('still') : t('fps', { count: frames })],
    [t('traffic'), t('mbit', { mbit: mbit < 10 ? mbit.toFixed(2) : Math.round(mbit) })],
    [t('way'), way],
    [t('size'), `${width} × ${height}`],
  ]
  return (
    <dl className={s.lines}>
      {lines.map(([name, value, note]) => (
        <div key={name}>
          <dt>
            {name}
            {note && <span className={s.note}> ({note})</span>}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
