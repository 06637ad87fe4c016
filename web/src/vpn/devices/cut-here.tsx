/** Who cuts the device that they sit at hears no answer: its line is what is cut. */
import { useQuery } from '@tanstack/react-query'
import { say, useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { toastNews } from '@/kit/toast'
import { here } from '../sessions/state'
import { words } from '../words'

/** Before it is done. */
export function CutsHere({ device }: { readonly device: string }) {
  const t = useWords(words)
  const { data } = useQuery({ ...here, refetchInterval: false, staleTime: 60_000 })
  return data?.device_id === device && <p>{t('cutsHere')}</p>
}

/** As it is done. */
export function sayCutHere(device: string | null): void {
  const place = queries.getQueryData(here.queryKey)
  if (device !== null && place?.device_id === device) toastNews(say(words)('cuttingHere'))
}
