"""What a block says when somebody points at it, one sentence for each row."""

from __future__ import annotations

from cobot_lab.program.vocabulary import Words

TOOLTIPS: dict[str, Words] = {
    "when_started": Words("Le programme commence ici.", "The program starts here."),
    "repeat": Words("Fait plusieurs fois les blocs du dedans.", "Runs the blocks inside several times."),
    "count": Words(
        "Fait les blocs du dedans pour chaque nombre, du premier au dernier compris.",
        "Runs the blocks inside for each number, from the first to the last one included.",
    ),
    "forever": Words("Fait sans fin les blocs du dedans.", "Runs the blocks inside without end."),
    "while": Words(
        "Fait les blocs du dedans jusqu'à ce que la condition soit vraie, ou tant qu'elle l'est.",
        "Runs the blocks inside until the condition is true, or while it is.",
    ),
    "if": Words("Choisit ce qu'il faut faire selon la condition.", "Chooses what to do by the condition."),
    "break": Words("Sort tout de suite de la boucle.", "Leaves the loop at once."),
    "set": Words("Range une valeur sous un nom.", "Keeps a value under a name."),
    "change": Words("Ajoute un nombre à la valeur rangée sous ce nom.", "Adds a number to the value under this name."),
    "variable": Words("La valeur rangée sous ce nom.", "The value kept under this name."),
    "arithmetic": Words("Calcule avec deux nombres.", "Computes with two numbers."),
    "comparison": Words("Compare deux valeurs : vrai ou faux.", "Compares two values: true or false."),
    "logic": Words("Réunit deux conditions, ou dit le contraire d'une.", "Joins two conditions, or negates one."),
    "define": Words("Crée un bloc à toi, qui fait les blocs du dedans.", "Makes your own block of the blocks inside."),
    "call": Words("Fait les blocs que tu as définis sous ce nom.", "Runs the blocks you defined under this name."),
    "return": Words("Donne une valeur à celui qui a appelé ce bloc.", "Gives a value to whoever called this block."),
    "comment": Words("Une remarque pour les personnes ; le robot ne la lit pas.", "A remark for people only."),
    "go_to_rest": Words("Ramène le robot à sa position de repos.", "Brings the robot back to its rest position."),
    "go_to": Words("Amène la pince au point.", "Brings the gripper to the place."),
    "go_above": Words("Amène la pince au-dessus du point, à cette hauteur.", "Brings the gripper above the place."),
    "descend_to": Words("Descend tout droit jusqu'au point.", "Goes straight down to the place."),
    "go_up": Words("Monte tout droit de cette hauteur.", "Goes straight up by this height."),
    "move_by": Words("Déplace la pince d'autant le long de x, y et z.", "Moves the gripper this far along x, y and z."),
    "turn_tool": Words("Tourne la pince sur elle-même.", "Turns the gripper about its own axis."),
    "speed": Words("Règle la vitesse des mouvements qui suivent.", "Sets the speed of the moves that follow."),
    "mode": Words("Choisit comment aller d'un point à l'autre.", "Chooses how to go from place to place."),
    "blend": Words("Arrondit les passages au lieu de s'arrêter.", "Rounds the corners instead of stopping."),
    "joint": Words("Tourne une seule articulation du robot.", "Turns a single joint of the robot."),
    "offset": Words("Un point à côté d'un autre, décalé d'autant.", "A place beside another one, this far away."),
    "pick": Words(
        "Va au-dessus, ouvre, descend, ferme et remonte avec la pièce.",
        "Goes above, opens, goes down, closes and comes up with the part.",
    ),
    "place": Words(
        "Va au-dessus, descend, ouvre et remonte sans la pièce.",
        "Goes above, goes down, opens and comes up without the part.",
    ),
    "open_gripper": Words("Ouvre la pince en grand.", "Opens the gripper wide."),
    "close_gripper": Words("Ferme la pince sur la pièce.", "Closes the gripper on the part."),
    "open_gripper_to": Words("Ouvre la pince de cette largeur.", "Opens the gripper by this width."),
    "grip_force": Words("Règle la force de serrage de la pince.", "Sets how hard the gripper holds."),
    "holding": Words("Vrai quand la pince tient une pièce.", "True when the gripper holds a part."),
    "pallet_cell": Words("Une case de la palette, par son numéro.", "A cell of the pallet, by its number."),
    "pallet_cell_at": Words("Une case de la palette, par sa ligne et sa colonne.", "A pallet cell, by row and column."),
    "make_pallet": Words("Crée une palette à partir de trois de ses coins.", "Makes a pallet from three corners."),
    "part_present": Words("Vrai quand le capteur voit une pièce à ce poste.", "True when the sensor sees a part."),
    "part_colour": Words("La couleur que voit le capteur.", "The colour that the sensor sees."),
    "measure": Words("La dimension mesurée de la pièce, en millimètres.", "The measured size of the part, in mm."),
    "in_tolerance": Words(
        "Vrai quand la dimension est entre les deux limites.", "True when the size is within limits."
    ),
    "input_on": Words("Vrai quand l'entrée reçoit un signal.", "True when the input receives a signal."),
    "button": Words("Vrai quand quelqu'un appuie sur le bouton.", "True while somebody presses the button."),
    "stop": Words("Termine le programme ici.", "Ends the program here."),
    "wait": Words("Attend sans bouger.", "Waits without moving."),
    "wait_until": Words(
        "Attend que la condition soit vraie, au plus le temps donné.",
        "Waits for the condition to become true, at most for the time given.",
    ),
    "count_up": Words("Ajoute 1 au compteur.", "Adds 1 to the counter."),
    "reset_count": Words("Remet le compteur à 0.", "Sets the counter back to 0."),
    "counter": Words("Ce que le compteur a compté.", "What the counter has counted."),
    "show": Words("Affiche un message ou une valeur.", "Shows a message or a value."),
    "conveyor": Words("Fait tourner le convoyeur ; à 0 il s'arrête.", "Runs the conveyor; at 0 it stops."),
    "wait_part": Words(
        "Attend qu'une pièce arrive au poste, au plus le temps donné.",
        "Waits for a part to arrive at the station, at most for the time given.",
    ),
    "output": Words("Envoie 1 (marche) ou 0 (arrêt) sur une sortie.", "Sends 1 (on) or 0 (off) to an output."),
    "lamp_on": Words("Allume le voyant.", "Switches the lamp on."),
    "lamp_off": Words("Éteint le voyant.", "Switches the lamp off."),
    "pulse": Words("Met la sortie à 1 pendant ce temps, puis à 0.", "Sets the output to 1 for this time, then to 0."),
}

NUMBER = Words("Un nombre.", "A number.")
PLACE = Words("Le nom d'un point de la cellule.", "The name of a place in the cell.")
TEXT = Words("Un texte.", "A text.")
TRUTH = Words("Toujours vrai, ou toujours faux.", "Always true, or always false.")
LEAVE = Words("Sort tout de suite du bloc que tu as défini.", "Leaves your own block at once.")
RAW = Words("Une ligne de Python que les blocs ne connaissent pas.", "A line of Python that blocks do not know.")
"""Blocks without a row of their own."""
