import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_check_devices',
  {
    title: '원격접속에 등록한 내 기기',
    note: '기기가 스스로 알린 것입니다. 정책이 이것을 요구하는 곳에는 갖춘 기기만 들어갑니다.',
    good: '갖춤',
    lacks: {
      silent: '하루 넘게 알리지 않았습니다. 터널을 켜면 다시 알립니다.',
      disk: '디스크 암호화를 켜십시오.',
      lock: '화면이 저절로 잠기게 하십시오.',
      never: '아직 알린 것이 없습니다. 터널을 켜면 스스로 알립니다.',
    },
    open: '내 기기에서 고치기',
    openOf: '{{name}}: 내 기기에서 고치기',
  },
  {
    title: 'My devices of the remote access',
    note: 'What each says of itself. Where a policy asks for it, only a device that has it comes in.',
    good: 'Has it all',
    lacks: {
      silent: 'It has said nothing for a day; it does again when the tunnel is on.',
      disk: 'Let its disk be encrypted.',
      lock: 'Let its screen lock by itself.',
      never: 'It has said nothing yet; it does by itself when the tunnel is on.',
    },
    open: 'Mend it under my devices',
    openOf: '{{name}}: mend it under my devices',
  },
)
