/** The posture of one's own devices, by their own word, with the page that mends it. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Laptop } from 'lucide-react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { words } from './devices.words'
import s from './page.module.css'
import { lacksOf } from './verdict'
import { words as general } from './words'

const ownDevices = queryOptions({
  queryKey: ['daas', 'check', 'devices'],
  queryFn: async () => {
    const [{ devices }, { postures }] = await Promise.all([
      ask(api.GET('/api/gvpn/devices')),
      ask(api.GET('/api/gvpn/postures')),
    ])
    return lacksOf(devices, postures)
  },
})

/** Nothing where somebody has none that tells of itself, or there is no remote access. */
export function Devices() {
  const t = useWords(words)
  const { data = [] } = useQuery(ownDevices)
  if (data.length === 0) return null
  return (
    <section>
      <h3 className={s.group}>{t('title')}</h3>
      <p className={s.fix}>{t('note')}</p>
      <ul className={s.lines}>
        {data.map(device => (
          <OneDevice key={device.id} {...device} />
        ))}
      </ul>
    </section>
  )
}

function OneDevice({ name, lacks }: ReturnType<typeof lacksOf>[number]) {
  const t = useWords(words)
  const say = useWords(general)
  const isGood = lacks.length === 0
  return (
    <li className={s.line} data-verdict={isGood ? 'good' : 'fair'}>
      <span className={s.name}>{name}</span>
      <Badge tone={isGood ? 'success' : 'warning'} icon={isGood ? CircleCheck : CircleAlert}>
        {isGood ? t('good') : say('verdict.fair')}
      </Badge>
      {!isGood && (
        <p className={s.mend}>
          {lacks.map(lack => t(`lacks.${lack}`)).join(' ')}
          <LinkButton size="s" icon={Laptop} to="/gvpn" aria-label={t('openOf', { name })}>
            {t('open')}
          </LinkButton>
        </p>
      )}
    </li>
  )
}
