/** The Internet desktop on the first page. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { MonitorOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { Empty } from '@/kit/empty'
import { words } from '../words'
import { PlaceFace } from './place'
import { places, placesKey } from './state'

export default function InternetDesktop() {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(places)
  useLive(`person:${person.id}`, placesKey)
  const place = data.find(({ zone }) => zone === 'internet') ?? data[0]
  if (!place) return <Empty icon={MonitorOff} title={t('none')} note={t('noneNote')} />
  return <PlaceFace place={place} />
}
