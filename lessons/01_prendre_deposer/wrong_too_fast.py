# Trop vite devant le public.
vitesse(200)
prendre("magasin")
deposer("plateau")
aller_a("repos")
